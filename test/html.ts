const decoded = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const address = /^(href|src|action|formaction|hx-get|hx-post)$/
/** Elements that no page of ours has. */
const foreign = ['img', 'iframe', 'style', 'object', 'embed', 'base']

/** What a page has hundreds of, and what holds nobody's text: time zones to choose from, and drawings. */
const plain =
  /<option value="[\w/+-]+"( selected="")?>[\w/ +-]+<\/option>|<svg class="[\w -]+"[^<>]*>(<\w+ [^<>]*\/?>(<\/\w+>)?)*<\/svg>/g

/** A path of our own, or a pull request and its repository on GitHub, whose names are held to GitHub's letters. */
const expected = /^(\/(?![/\\])|#|$|https:\/\/github\.com\/[\w-]+\/[\w.-]+(\/pull\/\d+)?$)/

/** What a browser would make of a page, as far as somebody's text could have changed it. */
export const inspect = async (html: string) => {
  const found = {
    /** What only text that was taken for markup can bring in. */
    intruders: [] as string[],
    headings: 0,
    ids: [] as string[],
    /** Controls that are marked as wrong, and the ids by which they or their group name the messages. */
    invalid: 0,
    errorIds: [] as string[],
    hasSummary: false,
    values: new Map<string, string>(),
  }
  const read = new HTMLRewriter().on('*', {
    element: ({ tagName, attributes }) => {
      const given = new Map([...attributes].map(([name = '', value = '']) => [name, decoded(value)]))
      if (foreign.includes(tagName)) found.intruders.push(tagName)
      if (tagName === 'script' && !given.get('src')?.startsWith('/assets/')) found.intruders.push(tagName)
      if (tagName === 'h1') found.headings += 1
      for (const [name, value] of given) {
        if (/^on/.test(name) || name === 'style') found.intruders.push(`${tagName} ${name}`)
        if (address.test(name) && !expected.test(value)) found.intruders.push(`${name}=${value}`)
      }
      const id = given.get('id')
      if (id !== undefined) found.ids.push(id)
      const described = (given.get('aria-describedby') ?? '').split(' ')
      found.errorIds.push(...described.filter((one) => one.endsWith('-error')))
      if (given.get('aria-invalid') === 'true') found.invalid += 1
      if (given.has('data-errors')) found.hasSummary = true
      const name = given.get('name')
      const value = given.get('value')
      if (tagName === 'input' && name !== undefined && value !== undefined) found.values.set(name, value)
    },
  })
  await read.transform(new Response(html.replace(plain, ''))).text()
  return found
}
