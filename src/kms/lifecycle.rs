//! What the service does by itself when a moment of the schedule comes.
//!
//! An entry of the schedule is a reminder, not an order: it acts only if the key still waits for it. So nothing has to
//! be taken out of the schedule when a deletion is cancelled or a rotation period changes.

use super::{
    Due, KeyId, RecordDetails, Region, RotationRecord, ServiceRecord, Span, Synchronised,
    effect::RecordSource,
    family::{KeyFamily, MemberState},
    operations::start_overdue_rotation,
    service::Service,
};

impl Service<'_> {
    /// Does what has come due.
    pub fn wake(&mut self, due: &Due) {
        match due {
            Due::AutomaticRotation(key) => start_overdue_rotation(self, key),
            Due::EndOfRotation(key) => self.end_rotation(key),
            Due::EndOfUpdating(key, region) => self.end_transition(key, *region, MemberState::Updating),
            Due::Deletion(key, region) => self.delete_member(key, *region),
            Due::Synchronised(key, region, what) => self.synchronised(key, *region, *what),
            Due::EndOfConnectionChange(region, store) => self.end_connection_change(*region, store),
        }
    }

    /// A transient state passes into `Enabled`, or into `PendingImport` where material is missing.
    fn end_transition(&mut self, key: &KeyId, region: Region, from: MemberState) {
        let Some((family, member)) = self.store.member(key, region) else { return };
        if member.state != from {
            return;
        }
        let ready = family.ready_state(member);
        if let Some(member) = self.store.member_mut(key, region) {
            member.state = ready;
        }
    }

    fn synchronised(&mut self, key: &KeyId, region: Region, what: Synchronised) {
        let Some((family, _)) = self.store.member(key, region) else { return };
        let arn = family.arn(region);
        self.record(ServiceRecord {
            region,
            event_name: "SynchronizeMultiRegionKey",
            key: arn,
            source: RecordSource::Internal,
            details: None,
            response: None,
        });
        match what {
            Synchronised::NewReplica => {
                self.end_transition(key, region, MemberState::Creating);
                // A new replica also brings the material of a rotation that is under way.
                self.material_reached(key, region);
            }
            Synchronised::NewMaterial => self.material_reached(key, region),
            Synchronised::RotationSettings | Synchronised::PrimaryRegion => {}
        }
    }

    fn material_reached(&mut self, key: &KeyId, region: Region) {
        let Some(family) = self.store.family_mut(key) else { return };
        if let Some(rotation) = &mut family.rotation.in_progress {
            rotation.reached.insert(region);
            self.end_rotation(key);
        }
    }

    /// Ends a rotation once its time has passed and every member has the material.
    fn end_rotation(&mut self, key: &KeyId) {
        let Some(family) = self.store.family(key) else { return };
        let Some(rotation) = &family.rotation.in_progress else { return };
        let everywhere = family.members.keys().all(|region| rotation.reached.contains(region));
        if self.now < rotation.ready || !everywhere {
            return;
        }
        let record = ServiceRecord {
            region: family.primary,
            event_name: "RotateKey",
            key: family.arn(family.primary),
            source: RecordSource::ServiceEvent,
            details: Some(RecordDetails::Rotation(Box::new(RotationRecord {
                kind: rotation.kind,
                origin: family.origin,
                previous: family.material.current().map(|it| it.id),
                current: rotation.material.id,
                key: family.id.clone(),
            }))),
            response: None,
        };
        self.record(record);
        self.store.complete_rotation(key, self.now);
        start_overdue_rotation(self, key);
    }

    fn delete_member(&mut self, key: &KeyId, region: Region) {
        let Some((family, member)) = self.store.member(key, region) else { return };
        if member.state.deletion_date().is_none_or(|date| date > self.now) {
            return; // cancelled, or scheduled anew for another date
        }
        let arn = family.arn(region);
        let details = self.delete_from_custom_key_store(key, region).map(RecordDetails::Members);
        self.record(ServiceRecord {
            region,
            event_name: "DeleteKey",
            key: arn,
            source: RecordSource::ServiceEvent,
            details,
            response: None,
        });
        self.store.remove_member(key, region);
        self.start_primary_s_waiting_period(key);
        // The member that went may have been the last one to lack the material of a rotation.
        self.end_rotation(key);
    }

    /// A primary that waited for its last replica to go starts its own waiting period.
    fn start_primary_s_waiting_period(&mut self, key: &KeyId) {
        let Some(family) = self.store.family(key) else { return };
        if family.replica_regions().next().is_some() {
            return;
        }
        let primary = family.primary;
        let Some(window_days) = pending_window(family) else { return };
        let window = Span::days(window_days);
        let date = self.now + window;
        if let Some(member) = self.store.member_mut(key, primary) {
            member.state = MemberState::PendingDeletion { date };
            self.later(window, Due::Deletion(key.clone(), primary));
        }
    }
}

fn pending_window(family: &KeyFamily) -> Option<u32> {
    match family.members.get(&family.primary)?.state {
        MemberState::PendingReplicaDeletion { window_days } => Some(window_days),
        _ => None,
    }
}
