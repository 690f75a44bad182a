import { describe, expect, test } from '@jest/globals';
import { inspectXml } from './inspectXml.ts';

const accepted = [
  ['a plain document', '<?xml version="1.0" encoding="UTF-8"?><a b="1 > 0"><c/><!-- <!DOCTYPE x> --></a>'],
  ['a document type inside of CDATA, which is text', '<a><![CDATA[<!DOCTYPE x>]]></a>'],
] as const;

const refused = [
  ['no XML', 'hello', 'not XML'],
  ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'document type'],
  ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'document type'],
  ['a stylesheet', '<?xml-stylesheet href="http://example.org/x.xsl"?><a/>', 'Processing instructions'],
  ['XInclude', '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///x"/></a>', 'include'],
  ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>', 'UTF-16'],
  ['an open element', '<a><b></a>', 'open'],
  ['an element closed twice', '<a/></a>', 'not open'],
  ['a tag that does not end', '<a b="', 'ends within a tag'],
  ['deep nesting', '<a>'.repeat(61) + '</a>'.repeat(61), 'deeper than 60'],
  ['too many elements', `<a>${'<b/>'.repeat(20_000)}</a>`, 'more than 20000 elements'],
  ['too many bytes', `<a>${'x'.repeat(1024 * 1024)}</a>`, 'bytes'],
] as const;

describe('inspectXml', () => {
  test.each(accepted)('accepts %s', (_, xml) => expect(inspectXml(xml)).toBeNull());
  test.each(refused)('refuses %s', (_, xml, reason) => expect(inspectXml(xml)).toContain(reason));
});
