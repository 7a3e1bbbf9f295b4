//! Elements of XML, for the networks that are written in it.

use std::borrow::Cow;
use std::io::Write;

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::BytesText;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;

pub(super) type Xml<'a> = Writer<&'a mut dyn Write>;

/// Attributes as they stand in XML: a reader makes a space of each line end that is not a character reference.
fn escaped<'a>(attributes: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = Attribute<'a>> {
    attributes.iter().map(|(name, value)| {
        let value =
            escape(*value).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;");
        Attribute { key: QName(name.as_bytes()), value: Cow::Owned(value.into_bytes()) }
    })
}

pub(super) fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    inner: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<()> {
    xml.create_element(name).with_attributes(escaped(attributes)).write_inner_content(inner)?;
    Ok(())
}

pub(super) fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    xml.create_element(name).with_attributes(escaped(attributes)).write_empty()?;
    Ok(())
}

pub(super) fn text(xml: &mut Xml, name: &str, value: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(value))?;
    Ok(())
}
