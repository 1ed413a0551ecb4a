package org.socius.quickstart.journey;

import java.util.ArrayList;
import java.util.List;
import org.socius.quickstart.issuer.DemoIdentity;

/** The steps from an institution's registration to a published action. */
final class LifeOfARequest {

    private final List<Journey.Step> steps = new ArrayList<>();

    private LifeOfARequest() {}

    static List<Journey.Step> steps() {
        LifeOfARequest life = new LifeOfARequest();
        life.signIn();
        return List.copyOf(life.steps);
    }

    private void step(String name, Journey.Play play) {
        steps.add(new Journey.Step(name, play));
    }

    private void signIn() {
        step(
                "Everybody signs in and is known by the right roles",
                stage ->
                        DemoIdentity.all()
                                .forEach(
                                        identity -> {
                                            Api.Answer me =
                                                    stage.get(identity.login(), "/api/v1/me");
                                            List<String> roles =
                                                    me.body()
                                                            .path("roles")
                                                            .valueStream()
                                                            .map(role -> role.asString())
                                                            .toList();
                                            if (!identity.login().equals(me.text("sub"))
                                                    || !identity.roles().equals(roles)) {
                                                throw new Api.Unexpected(
                                                        identity.login()
                                                                + " is known as "
                                                                + me.body());
                                            }
                                        }));
    }
}
