import { XMLParser, XMLValidator } from "fast-xml-parser";

export type ReadXml =
  | { readonly kind: "read"; readonly root: string; readonly content: XmlNode }
  | {
      readonly kind: "unreadable";
      readonly fault: "FILE_UNREADABLE" | "XML_DECLARATION_FORBIDDEN";
      readonly message: string;
    };

/** An element: its text, or the elements in it. What stands more than once is an array. */
export type XmlNode = string | { readonly [name: string]: XmlNode | readonly XmlNode[] };

/** Nothing of ours nests deeper, and what does is no answer of a job service. */
const NESTED_TAGS_MAX = 20;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: true,
  // The five of XML itself: a document that declares others is refused before.
  processEntities: true,
  maxNestedTags: NESTED_TAGS_MAX,
});

/** An element that some servers put behind their answers, and that belongs to nobody's data. */
const STRAY_SCRIPT = /<script\b[^>]*(?:\/>|>[\s\S]*?<\/script>)/gi;

/**
 * Reads an XML document of a public service. Documents that declare types or entities are refused: no service of ours sends one, and they are
 * how a parser is made to open files or to swell.
 */
export function readXml(text: string): ReadXml {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    return { kind: "unreadable", fault: "XML_DECLARATION_FORBIDDEN", message: "declares a document type or entities" };
  }
  const plain = text
    .replace(/^\ufeff/, "")
    .replace(STRAY_SCRIPT, "")
    .trim();
  const validity = XMLValidator.validate(plain);
  if (validity !== true) {
    return { kind: "unreadable", fault: "FILE_UNREADABLE", message: `is no XML: line ${validity.err.line}` };
  }
  try {
    const [[root, content] = ["", ""]] = Object.entries(parser.parse(plain) as Record<string, XmlNode>);
    return { kind: "read", root, content };
  } catch {
    return {
      kind: "unreadable",
      fault: "FILE_UNREADABLE",
      message: "is XML that nests too deep or says what can't be read",
    };
  }
}

/** The elements of a name, none, one or many. */
export function elementsOf(node: XmlNode | readonly XmlNode[] | undefined, name: string): readonly XmlNode[] {
  if (node === undefined || typeof node === "string" || Array.isArray(node)) return [];
  const found = (node as Readonly<Record<string, XmlNode | readonly XmlNode[]>>)[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found as XmlNode];
}

/** The text of an element's element; "" when there is none. */
export function textOf(node: XmlNode | readonly XmlNode[] | undefined, name: string): string {
  const [first] = elementsOf(node, name);
  return typeof first === "string" ? first.normalize("NFC").trim() : "";
}
