//! A case goes through its stages, and whoever tries to take a step that is not theirs.

use testkit::on_both_databases;

use crate::{approvals::approve, everybody::*, people::*};

const STAGES: [&str; 6] = [
    "new",
    "assessment",
    "plan",
    "service",
    "follow_up",
    "closed",
];

pub(crate) fn go(name: &str, number: &str, to: &str, reason: &str) -> Attempt {
    let typed = [("number", number), ("to", to), ("reason", reason)];
    Attempt::new(name, "/api/workflow/change_stage", &typed)
}

/// A way from the beginning: stages to reach, and approvals to get.
enum Way {
    To(&'static str),
    Approved(&'static str),
}
use Way::{Approved, To};

/// A case that has gone some way.
struct Standing {
    /// Who has the case, and who decides about it.
    people: [&'static str; 2],
    way: &'static [Way],
}

impl Scene for Standing {
    type Thing = String;

    async fn set(&self, crowd: &mut Crowd) -> String {
        let number = register(&crowd.world, self.people[0], "Шевченко", "Олена").await;
        for way in self.way {
            match way {
                To(stage) => {
                    let step = go("", &number, stage, "It is time");
                    crowd.does(self.people[1], &step).await;
                }
                Approved(kind) => approve(crowd, self.people, &number, kind).await,
            }
        }
        number
    }

    fn attempts(&self, number: &String) -> Vec<Attempt> {
        let long = too_much();
        let said = STAGES.map(|to| go(to, number, to, "It is time"));
        let unsaid = STAGES.map(|to| go(&format!("{to} at length"), number, to, &long).faulty());
        let closed = go("closed silently", number, "closed", " ");
        said.into_iter().chain(unsaid).chain([closed]).collect()
    }

    fn nonsense(&self, number: &String) -> Vec<Attempt> {
        let nobody = number_of_nobody();
        vec![
            go("nowhere", number, "nowhere", "It is time"),
            go("accept", number, "accept", "It is time"),
            go("a case of nobody", &nobody, "assessment", ""),
            go("no case", "case", "assessment", ""),
        ]
    }
}

/// Who does what with a case of one district.
struct Expected {
    people: [&'static str; 2],
    edit: &'static [&'static str],
    close: &'static [&'static str],
    reopen: &'static [&'static str],
}

impl Expected {
    /// Lets everybody try, and asserts where the case goes from there and whether it ends.
    async fn hold(&self, crowd: &mut Crowd, way: &'static [Way], to: &[&str], closes: bool) {
        let standing = Standing {
            people: self.people,
            way,
        };
        let done = standing.tried_by_everybody(crowd).await;
        let ending = if closes { self.close } else { &[] };
        let expected = [each(self.edit, to), each(ending, &["closed"])];
        assert_done(done, &expected, &format!("{to:?}"));
    }

    async fn reopen(&self, crowd: &mut Crowd, way: &'static [Way], to: &[&str]) {
        let standing = Standing {
            people: self.people,
            way,
        };
        let done = standing.tried_by_everybody(crowd).await;
        assert_done(done, &[each(self.reopen, to)], "closed");
    }
}

const HERE: Expected = Expected {
    people: [WORKER, SUPERVISOR],
    edit: &[
        WORKER,
        COLLEAGUE,
        SUPERVISOR,
        SECOND_SUPERVISOR,
        HELPDESK,
        EVERYWHERE,
    ],
    close: &[WORKER, COLLEAGUE, SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE],
    reopen: &[SUPERVISOR, SECOND_SUPERVISOR, EVERYWHERE],
};
const NEXT_DOOR: Expected = Expected {
    people: [NEIGHBOUR, NEIGHBOUR_SUPERVISOR],
    edit: &[
        NEIGHBOUR,
        NEIGHBOUR_SUPERVISOR,
        NEIGHBOUR_HELPDESK,
        EVERYWHERE,
    ],
    close: &[NEIGHBOUR, NEIGHBOUR_SUPERVISOR, EVERYWHERE],
    reopen: &[NEIGHBOUR_SUPERVISOR, EVERYWHERE],
};

on_both_databases! {
    async fn on_the_way_to_the_plan_only_declared_and_approved_steps_are_taken(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let at_assessment = &[To("assessment")];
        HERE.hold(&mut crowd, &[], &["assessment"], true).await;
        HERE.hold(&mut crowd, at_assessment, &[], true).await;
        HERE.hold(&mut crowd, &[To("assessment"), Approved("assessment")], &["plan"], true).await;
        let at_plan = &[To("assessment"), Approved("assessment"), To("plan")];
        HERE.hold(&mut crowd, at_plan, &["assessment"], true).await;
        let approved = &[To("assessment"), Approved("assessment"), To("plan"), Approved("plan")];
        HERE.hold(&mut crowd, approved, &["assessment", "service"], true).await;
    }

    async fn on_the_way_to_the_end_only_declared_and_approved_steps_are_taken(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        let served = &[To("assessment"), Approved("assessment"), To("plan"), Approved("plan"), To("service")];
        HERE.hold(&mut crowd, served, &["assessment"], true).await;
        HERE.reopen(&mut crowd, &[To("closed")], &["assessment"]).await;
        HERE.reopen(&mut crowd, &[To("closed"), Approved("plan")], &["assessment", "service"]).await;
    }

    async fn where_a_district_asks_for_it_nobody_closes_without_approval(world: World) {
        let mut crowd = Crowd::gathered(world).await;
        NEXT_DOOR.hold(&mut crowd, &[], &["assessment"], false).await;
        NEXT_DOOR.hold(&mut crowd, &[Approved("closure")], &["assessment"], true).await;
        let served = &[To("assessment"), To("plan"), Approved("plan"), To("service")];
        NEXT_DOOR.hold(&mut crowd, served, &["plan", "follow_up"], false).await;
        let followed = &[To("assessment"), To("plan"), Approved("plan"), To("service"), To("follow_up"), Approved("closure")];
        // What was approved of the plan was about another stage.
        NEXT_DOOR.hold(&mut crowd, followed, &[], true).await;
    }
}
