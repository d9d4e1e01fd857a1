//! A page that could not be loaded because nobody answered asks again by itself.

#[cfg(feature = "ssr")]
use leptos::prelude::Resource;

#[cfg(feature = "ssr")]
use crate::wire::{Parcel, Wrapping};

/// On the server nobody waits: the page comes with the error.
#[cfg(feature = "ssr")]
pub(super) const fn ask_again(_: Resource<Parcel, Wrapping>) {}

#[cfg(feature = "ssr")]
pub(super) const fn is_answered() {}

#[cfg(not(feature = "ssr"))]
pub(super) use browser::{ask_again, is_answered};

#[cfg(not(feature = "ssr"))]
mod browser {
    use core::{
        sync::atomic::{AtomicU32, Ordering},
        time::Duration,
    };

    use leptos::prelude::{Resource, set_timeout};

    use crate::wire::{Parcel, Wrapping};

    /// How soon it is asked again, first; twice as late each time after that.
    const PAUSE: Duration = Duration::from_millis(700);
    /// How often that becomes later.
    const DOUBLINGS: u32 = 5;

    /// How often nobody has answered since somebody last did. There is one page in a browser.
    static IN_VAIN: AtomicU32 = AtomicU32::new(0);

    pub(in crate::errors) fn ask_again(parcel: Resource<Parcel, Wrapping>) {
        let in_vain = IN_VAIN.load(Ordering::Relaxed).min(DOUBLINGS);
        IN_VAIN.store(in_vain + 1, Ordering::Relaxed);
        // If the page has gone meanwhile, nothing is asked.
        set_timeout(move || parcel.refetch(), PAUSE * 2_u32.pow(in_vain));
    }

    pub(in crate::errors) fn is_answered() {
        IN_VAIN.store(0, Ordering::Relaxed);
    }
}
