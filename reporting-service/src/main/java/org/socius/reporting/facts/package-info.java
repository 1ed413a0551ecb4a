/**
 * What is known of actions, requests, institutions and mobilisations at one point of both times.
 */
@NullMarked
package org.socius.reporting.facts;

import org.jspecify.annotations.NullMarked;
