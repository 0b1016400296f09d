/** Characters of a selection that go into the address of the form. */
const longest = 2_000

/** Milliseconds. A tap on the link ends the selection before it counts as a click. */
const hideAfter = 400

let hiding: ReturnType<typeof setTimeout> | undefined

const elementOf = (node: Node | null | undefined) => (node instanceof Element ? node : node?.parentElement)

/** The text of a chunk around a node, and the address of its form. */
const chunkOf = (node: Node | null | undefined) => {
  const text = elementOf(node)?.closest('[data-card-form] > *')
  const form = text?.closest<HTMLElement>('[data-card-form]')?.dataset.cardForm
  return text && form !== undefined ? { text, form } : undefined
}

/** Offers a card from text that is selected in a chunk. */
const offerCards = () => {
  let link: HTMLAnchorElement | null = null
  document.addEventListener('selectionchange', () => {
    // A swap of the chunks takes the link away with the chunk that it was put in.
    link = document.querySelector<HTMLAnchorElement>('#make-card') ?? link
    const selection = getSelection()
    const text = selection?.toString().trim() ?? ''
    const chunk = text === '' ? undefined : chunkOf(selection?.anchorNode)
    clearTimeout(hiding)
    if (!link) return
    if (!chunk) {
      hiding = setTimeout(() => {
        if (link) link.hidden = true
      }, hideAfter)
      return
    }
    link.href = `${chunk.form}&${new URLSearchParams({ answer: text.slice(0, longest) })}`
    link.hidden = false
    // The Tab key reaches it after the chunk.
    if (link.parentElement !== chunk.text) chunk.text.append(link)
  })
}

offerCards()

// Makes this file a module.
export {}
