//! What is set about standards and results: how many pupils, windows and tasks.

use super::values::{KnobChoice, Turn, number, up_to};

/// The fewest pupils of a group that is told of, 5 to 30.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSize(pub u32);

impl Turn for GroupSize {
    const FORM: &'static str = "a number of pupils, 5 to 30";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<GroupSize> {
        let size = up_to(text, 30).filter(|size| *size >= 5);
        size.map(GroupSize)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// A number of a test's windows, 1 to 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestWindows(pub u32);

impl Turn for TestWindows {
    const FORM: &'static str = "a number of windows, 1 to 60";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<TestWindows> {
        number(text, 60).map(TestWindows)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// A number of sampled tasks, 1 to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampledTasks(pub u32);

impl Turn for SampledTasks {
    const FORM: &'static str = "a number of tasks, 1 to 50";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<SampledTasks> {
        number(text, 50).map(SampledTasks)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}
