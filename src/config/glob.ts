/**
 * Does the path or name fit the glob? `*` and `?` stand for anything but "/", `**` for any folders, `{a,b}` for one of both.
 * A glob without "/" in it that is asked about a path has to fit the whole path.
 */
export const fits = (glob: string, path: string): boolean => expressionOf(glob).test(path);

function expressionOf(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[.+^$()|[\]\\{}]/g, (found, choices: string | undefined) => {
    if (choices !== undefined)
      return `(?:${choices
        .split(',')
        .map((choice) => expressionOf(choice).source.slice(1, -1))
        .join('|')})`;
    return TRANSLATED[found] ?? `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}

const TRANSLATED: Readonly<Record<string, string>> = { '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' };
