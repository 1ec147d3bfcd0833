//! What the benchmarks of frames share: a window, and the processor time of its thread.

use std::time::Duration;

use egui_kittest::Harness;
use mrk_console::{
    gui::{
        app::{App, StartOptions},
        files::{NoDialogs, SettingsFile},
    },
    workloads::Stage,
};
use rustix::time::{ClockId, clock_gettime};

/// Processor time of this thread.
pub fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("below a second"))
}

/// The time from one frame to the next, in seconds.
pub const STEP: f32 = 1.0 / 60.0;

/// A window in front of a stage.
pub fn open(stage: Stage) -> Harness<'static, App> {
    let builder = Harness::builder().with_size([1440.0, 900.0]).with_step_dt(STEP);
    let mut window = builder.build_eframe(|creation| {
        let options = StartOptions {
            path: None,
            zoom: None,
            settings: SettingsFile::default(),
            dialogs: Box::new(NoDialogs),
        };
        App::new(&creation.egui_ctx, options)
    });
    window.state_mut().show_stage(stage);
    window
}

/// The time that this share of sorted times does not exceed.
pub fn at(times: &[Duration], share: f64) -> Duration {
    times[((times.len() - 1) as f64 * share) as usize]
}

/// A time as people read it.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
