//! Views that are taken over in one go.
//!
//! A page may wait for its own code before it is taken over, so every view of unknown type brings
//! a second, asynchronous way to be taken over, written out once more for each type: a seventh of
//! all code. But nothing within a page waits: its data came along with it. So whatever has nothing
//! to wait for inside becomes a view by [`IntoStill::still`] instead of `into_any`.

use leptos::prelude::{AnyView, IntoAny, RenderHtml};

/// Makes an [`AnyView`] of a view in which nothing waits.
pub(crate) trait IntoStill {
    /// The view, its type forgotten.
    fn still(self) -> AnyView;
}

/// The server takes nothing over.
#[cfg(feature = "ssr")]
impl<V: RenderHtml> IntoStill for V {
    fn still(self) -> AnyView {
        self.into_any()
    }
}

#[cfg(not(feature = "ssr"))]
impl<V: RenderHtml> IntoStill for V {
    fn still(self) -> AnyView {
        in_browser::Still(self.into_owned()).into_any()
    }
}

#[cfg(not(feature = "ssr"))]
mod in_browser {
    use leptos::{
        attr::{Attribute, any_attribute::AnyAttribute},
        prelude::{AddAnyAttr, Render, RenderHtml},
        tachys::{
            hydration::Cursor,
            view::{Position, PositionState},
        },
    };

    /// The view itself, except that taking it over never waits.
    pub(super) struct Still<V>(pub(super) V);

    impl<V: RenderHtml> Render for Still<V> {
        type State = V::State;

        fn build(self) -> Self::State {
            self.0.build()
        }

        fn rebuild(self, state: &mut Self::State) {
            self.0.rebuild(state);
        }
    }

    impl<V: RenderHtml> AddAnyAttr for Still<V> {
        type Output<Added: Attribute> = V::Output<Added>;

        fn add_any_attr<Added: Attribute>(self, added: Added) -> Self::Output<Added>
        where
            Self::Output<Added>: RenderHtml,
        {
            self.0.add_any_attr(added)
        }
    }

    impl<V: RenderHtml> RenderHtml for Still<V> {
        type AsyncOutput = V::AsyncOutput;
        type Owned = Still<V::Owned>;

        const MIN_LENGTH: usize = V::MIN_LENGTH;
        const EXISTS: bool = V::EXISTS;

        fn dry_resolve(&mut self) {
            self.0.dry_resolve();
        }

        fn resolve(self) -> impl Future<Output = Self::AsyncOutput> + Send {
            self.0.resolve()
        }

        fn to_html_with_buf(
            self,
            buf: &mut String,
            position: &mut Position,
            escape: bool,
            mark_branches: bool,
            extra_attrs: Vec<AnyAttribute>,
        ) {
            self.0
                .to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
        }

        fn hydrate<const FROM_SERVER: bool>(
            self,
            cursor: &Cursor,
            position: &PositionState,
        ) -> Self::State {
            self.0.hydrate::<FROM_SERVER>(cursor, position)
        }

        fn hydrate_async(
            self,
            cursor: &Cursor,
            position: &PositionState,
        ) -> impl Future<Output = Self::State> {
            core::future::ready(self.0.hydrate::<true>(cursor, position))
        }

        fn into_owned(self) -> Self::Owned {
            Still(self.0.into_owned())
        }
    }
}
