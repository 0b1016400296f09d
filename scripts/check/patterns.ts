/** A regular expression in code, where a division cannot stand. */
const pattern = /(?<=[=(,:!&|?[]\s?|return )\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[])+\/[a-z]*/g

const comment = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

/** Tags and attributes, or two words of a sentence. */
const ofPage = /<\\?\/?[a-z]|[\w-]+=\\?"|[a-z]{3} [a-z]{3}/i

/**
 * Finds regular expressions in scripts of the browser that read our own HTML or words of the screen: a changed view would
 * break them, and only a journey would tell.
 */
export const patternsOfPages = (files: ReadonlyMap<string, string>) =>
  [...files]
    .filter(([path]) => path.startsWith('client/'))
    .flatMap(([path, text]) =>
      [...text.replace(comment, '').matchAll(pattern)]
        .filter(([found]) => ofPage.test(found))
        .map(([found]) => `${path} reads a page by a pattern: ${found}`),
    )
