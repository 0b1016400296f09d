/** The longest product file, in lines. */
export const maxLines = 400

/** The longest commit subject, in characters. */
export const maxSubject = 72

/** A comment's first words; a `//` that continues the comment of the line above is not a start. */
const starts = {
  code: /(?<!^[\t ]*\/\/.*\n[\t ]*)\/\/[\t ]*(The same|What)\b|\/\*[*\s]*(The same|What)\b/gm,
  sql: /(?<!^[\t ]*--.*\n[\t ]*)--[\t ]*(The same|What)\b/gm,
}

const isProduct = (path: string) =>
  /^(functions|views|client|cli)\//.test(path) && !/\.test\.tsx?$|\/testing/.test(path)

/** Phrases that nobody would say to a colleague, for texts that people read. */
const unspoken =
  /\bstands? here\b|(?<![\w-])anew\b|\bmeanwhile\b|\bso already\b|\bThat cannot be\b|\b(Give|Say) (the|both|what|how|when|which|where)\b|\bstill to come\b|\bworked out\b|\bas before\b|\bnot over\b|\b(list|report) knows\b|\bleft out:|\bat this rate\b|\b(is|are) ticked\b|\bdoes not hold\b|\bis gone:|\bthose of (his|her|their|one)\b|\bas YYYY|\brows of\b['"]|\bUnknown member\b|\ball of these filters\b|\bon pace for\b|\bto come \(|\bEdit history\b|\bbest (in range|ever)\b|\bdays use today[’']s rules\b|\bown comes first\b|\bAs (its|the) words say\b|\bpriority or goal\b|\bChoosing one saves\b|\bshows once a\b|\bdrawn paler\b|\bon them here\b|\bapplies from now on\b|\bnobody has decided\b|\bDaymark doesn[’']t know the\b|\bStands above\b|\bthis computer appears here\b|\bFinds anything\b|\btaken back\b|\bby hand\b|“ |\(removes [^)]* more\)/i

/** The text with its comments blanked out, line by line. */
const withoutComments = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^([\t ]*|.*[\t ])\/\/[\t ].*$/gm, '$1')

const screenFaults = (path: string, text: string) =>
  withoutComments(text)
    .split('\n')
    .flatMap((line, index) => {
      const [phrase] = unspoken.exec(line) ?? []
      return phrase ? [`${path}:${index + 1}: says "${phrase}"; write what you would say aloud`] : []
    })

/**
 * Comments that begin with a word that tells nothing, unspoken phrases, and a product file that is too long, as
 * `path:line: message`.
 */
export const fileFaults = (path: string, text: string) => {
  const pattern = path.endsWith('.sql') ? starts.sql : starts.code
  const faults = [...text.matchAll(pattern)].map((match) => {
    const words = match[1] ?? match[2]
    const line = text.slice(0, match.index + match[0].length).split('\n').length
    return `${path}:${line}: comment begins with "${words}"; start with a verb or the noun it is about`
  })
  if (!isProduct(path)) return faults
  const lines = text.split('\n').length - 1
  const tooLong = `${path}:${maxLines + 1}: ${lines} lines; a product file has at most ${maxLines}`
  return [...faults, ...screenFaults(path, text), ...(lines > maxLines ? [tooLong] : [])]
}

/** Too long subjects, of commits written as `hash subject`. */
export const subjectFaults = (commits: string[]) =>
  commits.flatMap((commit) => {
    const { length } = commit.slice(commit.indexOf(' ') + 1)
    return length > maxSubject ? [`${commit}\n  ${length} characters; a subject has at most ${maxSubject}`] : []
  })

/** Folders that a build makes, and those inside an export. */
const madeFolders = ['dist/', 'dist-cli/', '_worker.js/', 'tables/']

const isPath = (text: string) =>
  /^[\w@-][\w.@-]*(\/[\w.@-]+)*\/?$/.test(text) &&
  (/\/$|\.(tsx?|mjs|css|sql|toml)$/.test(text) ||
    /^(functions|views|lib|client|cli|scripts|test|e2e|workers|migrations)\//.test(text))

/**
 * Files and folders that a document names in backticks and that are not there, as `path:line: message`. The end of a path
 * is enough: `restore/swap.ts`.
 * @param paths of all files
 */
export const missingPaths = (document: string, text: string, paths: string[]) => {
  const all = `\n/${paths.join('\n/')}\n`
  const isThere = (path: string) =>
    path.endsWith('/') ? all.includes(`/${path}`) : [`/${path}\n`, `/${path}/`].some((one) => all.includes(one))
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/`([^`]+)`/g)].flatMap(([, path = '']) =>
        !isPath(path) || madeFolders.includes(path) || isThere(path)
          ? []
          : [`${document}:${index + 1}: names ${path}, which is not there`],
      ),
    )
}
