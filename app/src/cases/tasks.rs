use domain::cases::FormProgress;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    language::{plural, say, say_with, text_view},
    still::IntoStill,
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
    .still()
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
                <span class="task-title">{text_view(task.title.clone())}</span>
                {progress_line(task)}
            </a>
        </li>
    }
    .still()
}

/// How far a form is, in words: how much is answered, and how many answers it still needs.
fn progress_line(task: &FormProgress) -> AnyView {
    let (answered, asked, missing) = (task.answered, task.asked, task.missing);
    let locked = (!task.writable).then(|| {
        view! { <span class="task-locked"><IconView icon=Icon::Lock/> {say!(cases.read_only)}</span> " " }
    });
    let needs = (missing > 0 && (answered > 0 || !task.writable)).then(|| {
        let text = say_with(move |locale| plural!(locale, missing, cases.missing));
        view! { " " <span class="task-missing"><IconView icon=Icon::Warning/> {text}</span> }
    });
    let far = if answered == 0 {
        view! { <span>{say!(cases.not_started)}</span> }.still()
    } else {
        let text = say_with(move |locale| {
            td_string!(locale, cases.progress, answered = answered, asked = asked).to_string()
        });
        let complete = answered == asked && missing == 0;
        let check = complete.then(|| view! { <IconView icon=Icon::Check/> " " });
        view! { <span class:task-complete=complete>{check} {text}</span> }.still()
    };
    view! { <span class="task-progress">{locked} {far} {needs}</span> }.still()
}
