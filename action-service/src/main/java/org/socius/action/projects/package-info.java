/**
 * Projects with a consortium: grants that run for years beside the facility and are never counted
 * as its actions.
 */
@NullMarked
package org.socius.action.projects;

import org.jspecify.annotations.NullMarked;
