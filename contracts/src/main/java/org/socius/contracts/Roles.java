package org.socius.contracts;

import java.util.Set;

/** The roles a token may carry, by the names of the outside contract. */
public final class Roles {

    public static final String PARTNER_DRAFTER = "partner-drafter";
    public static final String PARTNER_SIGNATORY = "partner-signatory";
    public static final String DELEGATION = "delegation";
    public static final String COMMISSION = "commission";
    public static final String COORDINATOR = "coordinator";
    public static final String APPROVER = "approver";
    public static final String ACTIVITY_MANAGER = "activity-manager";
    public static final String MOBILISATION_OFFICER = "mobilisation-officer";
    public static final String FINANCE_OFFICER = "finance-officer";
    public static final String COMMUNICATION_OFFICER = "communication-officer";
    public static final String EVALUATION_OFFICER = "evaluation-officer";
    public static final String EXPERT = "expert";
    public static final String EMPLOYER = "employer";
    public static final String COLLABORATIVE_PARTNER = "collaborative-partner";
    public static final String AUDITOR = "auditor";
    public static final String DATA_PROTECTION = "data-protection";
    public static final String ADMIN = "admin";

    /**
     * Who works for the facility and may read everything, persons only as far as the part needs.
     */
    public static final Set<String> STAFF =
            Set.of(
                    COMMISSION,
                    COORDINATOR,
                    APPROVER,
                    ACTIVITY_MANAGER,
                    MOBILISATION_OFFICER,
                    FINANCE_OFFICER,
                    COMMUNICATION_OFFICER,
                    EVALUATION_OFFICER,
                    AUDITOR);

    private Roles() {}
}
