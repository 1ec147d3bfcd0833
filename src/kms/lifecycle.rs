//! What the service does by itself when a moment of the schedule comes.
//!
//! An entry of the schedule is a reminder, not an order: it acts only if the key still waits for it. So nothing has to
//! be taken out of the schedule when a deletion is cancelled or a rotation period changes.

use super::{
    Due, KeyArn, KeyId, KeyMaterialId, RecordDetails, Region, RotationRecord, ServiceRecord, Span,
    Synchronised,
    effect::RecordSource,
    family::{KeyFamily, MemberState},
    material_history::ImportedMaterial,
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
            Due::MaterialExpiry(key, region, material) => self.expire_material(key, *region, material),
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
            Synchronised::NewReplica => self.replica_made(key, region),
            Synchronised::NewMaterial => self.material_reached(key, region),
            Synchronised::ImportedMaterialId
            | Synchronised::RotationSettings
            | Synchronised::PrimaryRegion => {}
        }
    }

    /// All that a new replica shares with its family has arrived.
    fn replica_made(&mut self, key: &KeyId, region: Region) {
        let Some(family) = self.store.family_mut(key) else { return };
        let Some(member) = family.members.get_mut(&region) else { return };
        member.awaits_copy = false;
        let created = member.created;
        // The copy brings the material of a rotation that was under way when it left; that of a later rotation comes
        // by itself.
        let brings_rotation = family.rotation.in_progress.as_ref().is_some_and(|it| it.started <= created);
        self.end_transition(key, region, MemberState::Creating);
        if brings_rotation {
            self.material_reached(key, region);
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
        let (kind, origin, primary) = (rotation.kind, family.origin, family.primary);
        let (arn, previous) = (family.arn(primary), family.material.current().map(|it| it.id));
        if !self.store.complete_rotation(key, self.now) {
            // The imported material that was to become current was deleted meanwhile: this was no rotation.
            if let Some(family) = self.store.family_mut(key) {
                family.rotation.on_demand_used = family.rotation.on_demand_used.saturating_sub(1);
            }
            return;
        }
        let current = self.store.family(key).and_then(|family| family.material.current()).map(|it| it.id);
        if let Some(current) = current {
            let details = RotationRecord { kind, origin, previous, current, key: key.clone() };
            let details = Some(RecordDetails::Rotation(Box::new(details)));
            self.record_event("RotateKey", primary, arn, details);
            self.hold_members_to_material(key, &current);
        }
        start_overdue_rotation(self, key);
    }

    /// Imported material belongs to a key for good once it is a version: from then on it expires, and members that
    /// lack it wait for it.
    fn hold_members_to_material(&mut self, key: &KeyId, material: &KeyMaterialId) {
        let Some(family) = self.store.family(key) else { return };
        if !family.has_imported_material() {
            return;
        }
        let regions: Vec<Region> = family.members.keys().copied().collect();
        for region in regions {
            self.expire_material(key, region, material);
        }
        if let Some(family) = self.store.family_mut(key) {
            family.hold_states_to_material();
        }
    }

    /// Deletes imported material in one Region, if its time is over. Material that waits for a rotation stays.
    fn expire_material(&mut self, key: &KeyId, region: Region, material: &KeyMaterialId) {
        let now = self.now;
        let Some(family) = self.store.family(key) else { return };
        let is_version = family.material.find(material).is_some();
        let imported = family.members.get(&region).and_then(|member| member.imported.get(material));
        if !is_version || !imported.is_some_and(|it: &ImportedMaterial| it.has_expired(now)) {
            return; // imported anew for another time, deleted, or not a version yet
        }
        let arn = family.arn(region);
        self.record_event("DeleteExpiredKeyMaterial", region, arn, None);
        self.delete_material(key, region, material);
    }

    /// Takes imported material from one member, which then waits for it.
    pub(super) fn delete_material(&mut self, key: &KeyId, region: Region, material: &KeyMaterialId) {
        let Some(family) = self.store.family_mut(key) else { return };
        if let Some(member) = family.members.get_mut(&region) {
            member.imported.remove(material);
        }
        family.hold_states_to_material();
    }

    /// Records what the service did by itself.
    fn record_event(
        &mut self,
        event_name: &'static str,
        region: Region,
        key: KeyArn,
        details: Option<RecordDetails>,
    ) {
        let source = RecordSource::ServiceEvent;
        self.record(ServiceRecord { region, event_name, key, source, details, response: None });
    }

    fn delete_member(&mut self, key: &KeyId, region: Region) {
        let Some((family, member)) = self.store.member(key, region) else { return };
        if member.state.deletion_date().is_none_or(|date| date > self.now) {
            return; // cancelled, or scheduled anew for another date
        }
        let arn = family.arn(region);
        let details = self.delete_from_custom_key_store(key, region).map(RecordDetails::Members);
        self.record_event("DeleteKey", region, arn, details);
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
