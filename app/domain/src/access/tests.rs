use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    Text,
    ids::{DistrictId, SessionId, TeamId, UserId},
};

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

fn role(scope: Scope, permissions: Vec<Permission>, fields: Vec<FieldRule>) -> Role {
    Role {
        role: "some".into(),
        label: Text::same("some"),
        scope,
        permissions,
        fields,
    }
}

fn actor(roles: Vec<Role>) -> Actor {
    Actor {
        granted: None,
        token: None,
        user: id(1),
        session: id::<SessionId>(2),
        account: "a".into(),
        display_name: "A".into(),
        district: id(8),
        teams: vec![id(80)],
        roles,
        address: None,
    }
}

fn scopes() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Own),
        Just(Scope::Team),
        Just(Scope::District),
        Just(Scope::City)
    ]
}

fn accesses() -> impl Strategy<Value = FieldAccess> {
    prop_oneof![
        Just(FieldAccess::Hidden),
        Just(FieldAccess::Read),
        Just(FieldAccess::Write)
    ]
}

fn places() -> impl Strategy<Value = CasePlace> {
    (7..10_u128, 79..82_u128, prop::option::of(0..3_u128)).prop_map(|(district, team, owner)| {
        CasePlace {
            district: id::<DistrictId>(district),
            team: id::<TeamId>(team),
            owner: owner.map(id::<UserId>),
        }
    })
}

#[test]
fn every_permission_has_one_name_and_reads_back() {
    for (permission, name) in Permission::ALL {
        assert_eq!(permission.name(), *name);
        assert_eq!(Permission::from_name(name), Some(*permission));
        assert_eq!(Permission::ALL.iter().filter(|(_, n)| n == name).count(), 1);
    }
    assert_eq!(Permission::from_name("cases.everything"), None);
}

#[test]
fn without_a_role_nothing_is_allowed() {
    let nobody = actor(vec![]);
    for (permission, _) in Permission::ALL {
        assert!(nobody.reach(*permission).is_err());
    }
    assert_eq!(
        nobody.field_access("identity", Sensitivity::Ordinary),
        FieldAccess::Hidden
    );
}

#[test]
fn a_named_form_overrides_the_rule_for_every_form() {
    let rule = |form: &str, access| FieldRule {
        form: form.into(),
        ordinary: access,
        sensitive: access,
        restricted: access,
    };
    let one = role(
        Scope::Team,
        vec![],
        vec![
            rule("*", FieldAccess::Write),
            rule("health", FieldAccess::Hidden),
        ],
    );
    assert_eq!(
        one.field_access("health", Sensitivity::Ordinary),
        FieldAccess::Hidden
    );
    assert_eq!(
        one.field_access("identity", Sensitivity::Restricted),
        FieldAccess::Write
    );
}

proptest! {
    #[test]
    fn only_the_city_reaches_another_district(scope in scopes(), place in places()) {
        let one = actor(vec![role(scope, vec![Permission::CASES_READ], vec![])]);
        let reach = one.reach(Permission::CASES_READ).unwrap();
        if place.district != one.district && scope != Scope::City {
            prop_assert!(!reach.covers(&place));
        }
    }

    #[test]
    fn a_wider_scope_never_sees_less(near in scopes(), far in scopes(), place in places()) {
        prop_assume!(near <= far);
        let sees = |scope| {
            actor(vec![role(scope, vec![Permission::CASES_READ], vec![])])
                .reach(Permission::CASES_READ)
                .unwrap()
                .covers(&place)
        };
        prop_assert!(!sees(near) || sees(far));
    }

    #[test]
    fn another_role_never_takes_away(first in accesses(), second in accesses()) {
        let rule = |access| role(Scope::Own, vec![], vec![FieldRule {
            form: "*".into(), ordinary: access, sensitive: FieldAccess::Hidden, restricted: FieldAccess::Hidden,
        }]);
        let both = actor(vec![rule(first), rule(second)]);
        prop_assert_eq!(both.field_access("any", Sensitivity::Ordinary), first.max(second));
    }

    #[test]
    fn the_database_wall_is_never_narrower_than_a_permission(scopes in prop::collection::vec(scopes(), 1..4), place in places()) {
        let one = actor(scopes.into_iter().map(|scope| role(scope, vec![Permission::CASES_READ], vec![])).collect());
        let reach = one.reach(Permission::CASES_READ).unwrap();
        prop_assert!(!reach.covers(&place) || one.widest_reach().covers(&place));
    }
}

proptest! {
    #[test]
    fn a_token_never_widens_what_its_user_may_do(
        scope in scopes(),
        held in prop::sample::subsequence(Permission::ALL.to_vec(), 0..=Permission::ALL.len()),
        given in prop::sample::subsequence(TokenScope::ALL.to_vec(), 0..=TokenScope::ALL.len()),
    ) {
        let held: Vec<Permission> = held.into_iter().map(|(permission, _)| permission).collect();
        let fields = vec![FieldRule {
            form: "*".into(),
            ordinary: FieldAccess::Write,
            sensitive: FieldAccess::Read,
            restricted: FieldAccess::Hidden,
        }];
        let user = actor(vec![role(scope, held, fields)]);
        let program = user.clone().through_token(id(9), &given);
        for (permission, _) in Permission::ALL {
            let let_through = given.iter().any(|scope| scope.permissions().contains(permission));
            let expected = user.reach(*permission).ok().filter(|_| let_through);
            prop_assert_eq!(program.reach(*permission).ok(), expected);
        }
        for sensitivity in [Sensitivity::Ordinary, Sensitivity::Sensitive, Sensitivity::Restricted] {
            prop_assert_eq!(
                program.field_access("form", sensitivity),
                user.field_access("form", sensitivity)
            );
        }
        prop_assert_eq!(program.token, Some(id(9)));
    }
}
