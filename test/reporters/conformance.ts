import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

// Does a report have the form that its readers ask for? See schemas/README.md for what it is checked against.

const schema = (name: string): string => readFileSync(join(import.meta.dirname, 'schemas', name), 'utf8');
/** Pages of 64 KiB. Ten times what libxml takes for a report of 40,000 findings. */
const MOST_PAGES = 65_536;

type Check = (report: string) => Promise<readonly string[]>;

function byJsonSchema(name: string): Check {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  // Draft 4 calls it `id`; for what the schemas use, that is all the difference.
  const { id: _, $schema: __, ...rest } = JSON.parse(schema(name));
  const validate = ajv.compile(rest);
  return async (report) => (validate(JSON.parse(report)) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`));
}

const byXsd =
  (name: string): Check =>
  async (report) => {
    const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: report }], schema: [schema(name)], maxMemoryPages: MOST_PAGES });
    return errors.map(({ rawMessage }) => rawMessage);
  };

/** What is wrong with a report, by format; nothing is as it should be. */
export const conformance: Readonly<Record<string, Check>> = {
  sarif: byJsonSchema('sarif-2.1.0-rtm.5.json'),
  gitlab: byJsonSchema('gitlab-code-quality.json'),
  rdjson: byJsonSchema('rdjson.json'),
  junit: byXsd('junit-4.xsd'),
  checkstyle: byXsd('checkstyle.xsd'),
};
