use crate::{Kind, World};

/// Runs one test in a fresh world, and takes the world away when it succeeds.
///
/// # Panics
/// When the test does, or when there is no database to run it on.
pub fn run<Fut: Future<Output = ()>>(kind: Kind, test: impl FnOnce(World) -> Fut) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let world = World::new(kind).await;
        let (store, database) = (world.store.clone(), world.database.clone());
        test(world).await;
        store.close().await;
        database.remove().await;
    });
}

/// Makes two tests of each function, `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block)*) => {$(
        $(#[$meta])*
        async fn $name($world: $crate::World) $body

        mod $name {
            #[test]
            fn sqlite() {
                $crate::run($crate::Kind::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::run($crate::Kind::Postgres, super::$name);
            }
        }
    )*};
}

/// Makes a test of each function that runs on PostgreSQL alone.
#[macro_export]
macro_rules! on_postgres {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block)*) => {$(
        $(#[$meta])*
        async fn $name($world: $crate::World) $body

        mod $name {
            #[test]
            fn postgres() {
                $crate::run($crate::Kind::Postgres, super::$name);
            }
        }
    )*};
}
