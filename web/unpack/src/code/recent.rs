//! Writes the locals of a function by when they were last used.

/// The locals of a function, those used last first. A local is written as its place among them, which is
/// often the same where its number differs.
#[derive(Default)]
pub struct Recent(Vec<u32>);

impl Recent {
    /// More locals than a function may have.
    pub const MANY: u32 = 50_000;

    pub fn begin(&mut self) {
        self.0.clear();
    }

    /// Those up to a number or a place that were not used yet stand in their order, behind the others.
    fn up_to(&mut self, last: u32) {
        while self.0.len() as u32 <= last {
            self.0.push(self.0.len() as u32);
        }
    }

    /// The place of a local, which is then the first.
    pub fn place(&mut self, local: u32) -> u32 {
        self.up_to(local);
        let place = self.0.iter().position(|l| *l == local).unwrap_or_default();
        self.local(place as u32);
        place as u32
    }

    /// The local at a place, which is then the first.
    pub fn local(&mut self, place: u32) -> u32 {
        self.up_to(place);
        let (mut local, place) = (0, place as usize);
        if let Some(at) = self.0.get(place) {
            local = *at;
        }
        // Most places are near.
        let mut before = local;
        for at in self.0.iter_mut().take(place + 1) {
            std::mem::swap(at, &mut before);
        }
        local
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_is_written_by_when_it_was_last_used() {
        let locals = [5, 5, 0, 5, 1, 0, 49_999, 0];
        let mut recent = Recent::default();
        let places = locals.map(|local| recent.place(local));
        assert_eq!(places, [5, 0, 1, 1, 2, 2, 49_999, 1]);
        recent.begin();
        assert_eq!(places.map(|place| recent.local(place)), locals);
    }
}
