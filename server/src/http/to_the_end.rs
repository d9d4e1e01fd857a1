use std::panic::resume_unwind;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::header::CONTENT_TYPE,
    middleware::Next,
    response::Response,
};

/// Makes every answer to its end, whether or not somebody still waits for it.
///
/// A page that is dropped half-way takes its reactive values away from work that still runs and
/// asks for them, which panics. So each answer is made in a task of its own, and a page is read to
/// its last byte there; all of them are rendered whole before they are sent.
pub(super) async fn to_the_end(request: Request, next: Next) -> Response {
    let answer = tokio::spawn(async move { whole(next.run(request).await).await });
    match answer.await {
        Ok(response) => response,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The process is being stopped.
            Err(_) => super::answer::unavailable(),
        },
    }
}

async fn whole(response: Response) -> Response {
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (head, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(page) => Response::from_parts(head, Body::from(page)),
        Err(error) => {
            tracing::error!(%error, "a page ended before its end");
            super::answer::unavailable()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use axum::{Router, middleware::from_fn, routing::get};
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn an_answer_that_nobody_waits_for_is_made_to_its_end() {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = made.clone();
        let slow = move || async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            counted.fetch_add(1, Ordering::SeqCst);
            "done"
        };
        let router = Router::new()
            .route("/", get(slow))
            .layer(from_fn(to_the_end));
        let asked = router.oneshot(Request::builder().body(Body::empty()).unwrap());
        let hung_up = tokio::time::timeout(Duration::from_millis(2), asked).await;
        assert!(hung_up.is_err());
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            if made.load(Ordering::SeqCst) == 1 {
                return;
            }
        }
        panic!("the answer was dropped");
    }
}
