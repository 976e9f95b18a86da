//! Writing XML, element by element.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// Bytes are written into memory, which takes every one; so there is no error to report.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub fn new() -> Xml {
        let mut xml = Xml(Writer::new(Vec::new()));
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        xml
    }

    /// A piece inside another file.
    pub fn piece() -> Xml {
        Xml(Writer::new(Vec::new()))
    }

    fn event(&mut self, event: Event) {
        let _ = self.0.write_event(event);
    }

    fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
        BytesStart::new(name).with_attributes(attributes.iter().copied())
    }

    pub fn empty(&mut self, name: &str, attributes: Attributes) {
        self.event(Event::Empty(Xml::start(name, attributes)));
    }

    pub fn open(&mut self, name: &str, attributes: Attributes) {
        self.event(Event::Start(Xml::start(name, attributes)));
    }

    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with what `inside` writes.
    pub fn element(&mut self, name: &str, attributes: Attributes, inside: impl FnOnce(&mut Xml)) {
        self.open(name, attributes);
        inside(self);
        self.close(name);
    }

    pub fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(text)));
    }

    /// XML that was written already.
    pub fn raw(&mut self, xml: &str) {
        self.0.get_mut().extend_from_slice(xml.as_bytes());
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    pub fn into_text(self) -> String {
        String::from_utf8_lossy(&self.finish()).into_owned()
    }
}
