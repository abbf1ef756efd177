//! Finds the lines of a text by their number.

/// A text and where its lines begin, in four bytes a line.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> Lines<'a> {
    /// The lines of a text of less than 4 GiB; what is beyond that is one line.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let begins = ends.filter_map(|end| u32::try_from(end + 1).ok());
        let starts = std::iter::once(0).chain(begins);
        let starts = starts.filter(|at| (*at as usize) < text.len()).collect();
        Self { text, starts }
    }

    /// A line (1-based) without its end.
    #[must_use]
    pub fn get(&self, line: u32) -> Option<&'a str> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let end = self
            .starts
            .get(index + 1)
            .map_or(self.text.len(), |end| *end as usize);
        let line = self.text.get(start..end)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// Every line with its number (1-based).
    pub fn iter(&self) -> impl Iterator<Item = (u32, &'a str)> {
        (1..).map_while(|line| Some((line, self.get(line)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_those_of_the_standard_library() {
        for text in ["", "a", "a\n", "a\r\nb", "\n\na\r\n\r\n", "é\r\n\nü\n"] {
            let lines = Lines::new(text);
            let all: Vec<&str> = lines.iter().map(|(_, line)| line).collect();
            assert_eq!(all, text.lines().collect::<Vec<_>>(), "{text:?}");
            assert_eq!(lines.get(0), None);
            assert_eq!(lines.get(u32::MAX), None);
        }
    }
}
