//! Carrying out commands: each once, after the frame was drawn.

use super::{App, world_files::AfterQuestion};
use crate::{
    gui::{
        command::Command,
        connect::EndpointSheet,
        desk::{Selected, Workspace},
        files::FileKind,
        journal::JournalSheet,
        regions::OpenDialog,
        widgets::Tone,
        wizard::Wizard,
    },
    workloads::Stage,
    world::RegionError,
};

impl App {
    /// Carries out one command.
    pub fn perform(&mut self, command: Command) {
        let before = self.checkpoint(&command);
        if before.is_some() {
            // The lines of what is done now, or none, take the place of the last ones.
            self.desk.last_action.clear();
        }
        self.carry_out(command);
        if let Some(before) = before {
            self.note_step(before);
        }
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Call { region, request, reply } => self.call(region, *request, reply),
            Command::CallAll { calls, reply } => self.call_all(calls, reply),
            Command::CreateKey { region, request, alias } => self.create_key(region, *request, alias),
            Command::Replicate { from, requests, alias } => self.replicate(from, requests, alias.as_deref()),
            Command::ImportMaterial(import) => self.import_material(*import),
            Command::DrawRandom { region, bytes } => self.draw_random(region, bytes),
            Command::ChooseMaterialFile => self.ask_for_file(FileKind::KeyMaterial, String::new(), None),
            Command::SavePublicKey { name, bytes } => {
                self.ask_for_file(FileKind::SavePublicKey, name, Some(bytes.into()));
            }
            Command::OpenWizard(region) => {
                self.desk.workspace = Workspace::Regions;
                self.wizard = Some(Wizard::new(region, &self.desk));
            }
            Command::OpenReplicateWizard(key) => {
                self.open_wizard_and_come_back(Wizard::replicate(&key, &self.desk));
            }
            Command::CloseWizard => self.close_wizard(),
            Command::OpenDialog(kind) => self.dialog = Some(OpenDialog::new(kind, &self.desk)),
            Command::CloseDialog => self.dialog = None,
            Command::Select(selected) => self.desk.selected = selected,
            Command::Inspect(key, region) => {
                self.desk.selected = Some(Selected { key, region });
                self.desk.workspace = Workspace::Regions;
                self.wizard = None;
            }
            Command::OpenKeyPage(key, region) => {
                self.desk.selected = Some(Selected { key, region });
                self.desk.workspace = Workspace::Regions;
                self.wizard = None;
                self.regions.show_key_page(true);
            }
            Command::ShowAccess(key, region) => {
                self.carry_out(Command::OpenKeyPage(key, region));
                self.regions.show_access();
            }
            Command::CloseKeyPage => self.regions.show_key_page(false),
            Command::ResizeInspector(width) => {
                self.desk.inspector_width = width;
                self.settings.inspector_width = width;
                self.settings_file.write(&self.settings);
            }
            Command::ShowEvent(number) => {
                self.desk.workspace = Workspace::CloudTrail;
                self.wizard = None;
                self.trail.show_event(number);
            }
            Command::Open(workspace) => {
                self.desk.workspace = workspace;
                if workspace == Workspace::Shell {
                    self.terminal.focus();
                }
            }
            Command::SetPace(pace) => self.set_pace(pace),
            Command::NextEvent => self.jump_to_next_event(),
            Command::AdvanceTo(moment) => self.advance_to(moment),
            Command::SetDark(region, dark) => self.with_stage(|stage| stage.world.set_dark(region, dark)),
            Command::ActAs(name) => self.desk.acting = name,
            Command::AddRegion(region) => self.change_regions(|stage| stage.world.add_region(region)),
            Command::RemoveRegion(region) => self.change_regions(|stage| stage.world.remove_region(region)),
            Command::Send(sending) => self.send(*sending),
            Command::SendOn(id, region) => {
                let reader = self.desk.acting_arn();
                self.send_again(|stage| stage.send_on(id, region, reader));
            }
            Command::FlipBit(id, byte) => self.send_again(|stage| stage.send_with_flipped_bit(id, byte)),
            Command::SendWithContext(id, context) => {
                self.send_again(|stage| stage.send_with_context(id, context));
            }
            Command::SendCiphertext(sending) => self.send_ciphertext(*sending),
            Command::SaveBytes { name, bytes } => {
                self.ask_for_file(FileKind::SaveCiphertext, name, Some(bytes));
            }
            Command::SavePlaintext(id) => self.save_plaintext(id),
            Command::SaveCiphertext(id) => self.save_ciphertext(id),
            Command::ChooseFileToSend => self.ask_for_file(FileKind::SendFile, String::new(), None),
            Command::CancelWork(id) => self.jobs.cancel(id),
            Command::NewWorld => self.leave_world_for(AfterQuestion::NewWorld),
            Command::OpenDemo => self.leave_world_for(AfterQuestion::Demo),
            Command::OpenFile => self.leave_world_for(AfterQuestion::ChooseFile),
            Command::OpenPath(path) => self.leave_world_for(AfterQuestion::Open(path)),
            Command::Save => self.save_world(None),
            Command::SaveAs => self.save_world_as(None),
            Command::Copy(text) => self.ctx.copy_text(text),
            Command::CopyTable(text) => {
                self.ctx.copy_text(text);
                self.toast(Tone::Ok, "Copied", "The table is on the clipboard as Markdown");
            }
            Command::ToggleTheme => self.set_look(self.settings.look.other()),
            Command::SetZoom(zoom) => self.set_zoom(zoom),
            Command::SetLook(look) => self.set_look(look),
            Command::SetReducedMotion(reduced) => self.set_reduced_motion(reduced),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::OpenJournal(page) => {
                self.desk.done = self.history.done();
                self.desk.unread = 0;
                self.journal = Some(JournalSheet::at(page));
            }
            Command::CloseJournal => self.journal = None,
            Command::DismissNews => drop(self.desk.toasts.pop()),
            Command::SaveScript => self.save_script(),
            Command::OpenEndpointSheet => self.endpoint.sheet = EndpointSheet::new(&self.desk),
            Command::CloseEndpointSheet => self.endpoint.sheet = None,
            Command::StartEndpoint { port, strict } => self.start_endpoint(port, strict),
            Command::StopEndpoint => self.stop_endpoint(),
            Command::RunInShell(text) => self.run_in_shell(text),
            Command::InterruptShell => self.terminal.interrupt(),
            Command::OpenInShell(text) => {
                self.desk.workspace = Workspace::Shell;
                self.terminal.put(text);
            }
            Command::ImportIntoShell => self.ask_for_file(FileKind::ImportIntoShell, String::new(), None),
            Command::ExportFromShell(name) => self.export_from_shell(name),
            Command::RemoveFromShell(name) => self.terminal.remove(&name),
            Command::ShowPrincipal(arn) => self.show_principal(arn),
            Command::AskPrincipal(question) => self.ask_principal(question),
            Command::ClosePrincipalQuestion => self.principals.close_question(),
            Command::PutPrincipal { was, principal, done } => self.put_principal(was, *principal, done),
            Command::RemovePrincipal(arn) => self.remove_principal(&arn),
            Command::RemoveAccount(account) => self.remove_account(&account),
            Command::ShowView(view) => {
                self.desk.workspace = Workspace::Regions;
                self.wizard = None;
                self.regions.show(view);
            }
            Command::FindEvents(text) => {
                self.desk.workspace = Workspace::CloudTrail;
                self.trail.find(text);
            }
            Command::OpenPalette => self.palette.open(),
            Command::ClosePalette => self.palette.close(),
            Command::RunWorkload(order) => self.run_workload(&order),
            Command::ShowTraffic(shown) => {
                self.desk.workspace = Workspace::DataFlow;
                self.flow.show_traffic(shown);
            }
            Command::StartTraffic(order) => self.start_traffic(*order),
            Command::SetTrafficRates(id, rates) => self.with_stage(|stage| stage.set_rates(id, rates)),
            Command::StopTraffic(id) => self.with_stage(|stage| stage.stop_load(id)),
            Command::RemoveTraffic(id) => self.with_stage(|stage| stage.remove_load(id)),
            Command::Compare(traffic, ways) => self.compare_ways(*traffic, ways),
            Command::VisitRun(way, flow) => self.visit_run(way, flow),
            Command::EndVisit => {
                self.go_home();
                self.desk.workspace = Workspace::Compare;
            }
            Command::OpenWizardFor(region, need) => {
                self.open_wizard_and_come_back(Some(Wizard::for_need(region, need, &self.desk)));
            }
            Command::ChooseCiphertextFile => {
                self.ask_for_file(FileKind::OpenCiphertext, String::new(), None);
            }
            Command::SaveProof { name, bytes } => self.ask_for_file(FileKind::SaveProof, name, Some(bytes)),
        }
    }

    fn change_regions(&mut self, change: impl FnOnce(&mut Stage) -> Result<(), RegionError>) {
        match self.with_stage(change) {
            Ok(()) => self.dialog = None,
            Err(error) => self.toast(Tone::Warn, "The Regions stay as they are", error.to_string()),
        }
    }
}
