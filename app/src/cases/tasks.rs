use domain::cases::FormProgress;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    language::{plural, say, say_with, text_view},
    ui::icon::{Icon, IconView},
};

/// The task list of a case: its forms with their progress.
pub(crate) fn task_list(case: &str, tasks: &[FormProgress], current: Option<&str>) -> AnyView {
    let items: Vec<AnyView> = tasks.iter().map(|task| item(case, task, current)).collect();
    view! {
        <nav class="tasks" aria-label=say!(cases.tasks)>
            <ul>{items}</ul>
        </nav>
    }
    .into_any()
}

fn item(case: &str, task: &FormProgress, current: Option<&str>) -> AnyView {
    let href = if task.writable {
        format!("/cases/{case}/{}/edit", task.form)
    } else {
        format!("/cases/{case}#form-{}", task.form)
    };
    let here = (current == Some(task.form.as_str())).then_some("page");
    view! {
        <li>
            <a href=href aria-current=here>
                <span>{text_view(task.title.clone())}</span>
                {progress_tag(task)}
            </a>
        </li>
    }
    .into_any()
}

/// How far a form is, as a word with an icon.
pub(crate) fn progress_tag(task: &FormProgress) -> AnyView {
    let (answered, asked, missing) = (task.answered, task.asked, task.missing);
    if !task.writable {
        return view! { <span class="tag tag-plain"><IconView icon=Icon::Lock/> {say!(cases.read_only)}</span> }
            .into_any();
    }
    if answered == 0 {
        return view! { <span class="tag tag-plain">{say!(cases.not_started)}</span> }.into_any();
    }
    if missing > 0 {
        let text = say_with(move |locale| plural!(locale, missing, cases.missing));
        return view! { <span class="tag tag-warn"><IconView icon=Icon::Warning/> {text}</span> }
            .into_any();
    }
    let text = say_with(move |locale| {
        td_string!(locale, cases.progress, answered = answered, asked = asked).to_string()
    });
    view! { <span class="tag tag-ok"><IconView icon=Icon::Check/> {text}</span> }.into_any()
}
