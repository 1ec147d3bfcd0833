//! What the shell's commands reach: the stage that the window shares, as the acting principal.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    awscli::{Identity, Service},
    kms::{
        Exception, KmsError, Region, Span, Timestamp,
        api::{Request, Response},
    },
    workloads::SharedStage,
    world::{Call, Principal},
};

/// How much time passes with the stage in hand at once: others get it in between.
const STRIDE: Span = Span::days(30);

/// The shared stage as a shell's service.
pub struct StageService {
    stage: SharedStage,
    /// The name of the principal who acts.
    acting: String,
    interrupt: Arc<AtomicBool>,
}

impl StageService {
    /// The stage, as `acting` reaches it until `interrupt` is set.
    pub fn new(stage: SharedStage, acting: String, interrupt: Arc<AtomicBool>) -> Self {
        Self { stage, acting, interrupt }
    }

    fn principal<R>(&self, profile: Option<&str>, read: impl FnOnce(&Principal) -> R) -> Option<R> {
        let stage = self.stage.lock();
        stage.world.principals().named(profile.unwrap_or(&self.acting)).map(read)
    }
}

impl Service for StageService {
    fn call(
        &mut self,
        profile: Option<&str>,
        region: Region,
        request: Request,
    ) -> Result<Response, KmsError> {
        let unknown =
            || Exception::UnrecognizedClient.with("The security token included in the request is invalid.");
        let caller = self.principal(profile, Principal::acting_arn).ok_or_else(unknown)?;
        self.stage.call(Call::new(region, caller.into(), request))
    }

    fn identity(&self, profile: Option<&str>) -> Option<Identity> {
        self.principal(profile, |principal| Identity {
            account: principal.account.to_string(),
            arn: principal.acting_arn(),
            user_id: principal.user_id(),
        })
    }

    fn now(&self) -> Timestamp {
        self.stage.lock().world.now()
    }

    fn sleep(&mut self, span: Span) {
        let until = self.now() + span;
        loop {
            let mut stage = self.stage.lock();
            let next = (stage.world.now() + STRIDE).min(until);
            stage.advance(next);
            if next == until || self.is_interrupted() {
                return;
            }
        }
    }

    fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }
}
