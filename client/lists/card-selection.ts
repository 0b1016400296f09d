/** Maximum number of selected characters in the URL of the card form. */
const longest = 2_000

/** Milliseconds until the link is hidden. Tapping the link ends the selection before the click arrives. */
const hideAfter = 400

let hiding: ReturnType<typeof setTimeout> | undefined

const elementOf = (node: Node | null | undefined) => (node instanceof Element ? node : node?.parentElement)

/** The text of the chunk that contains a node, and the URL of its card form. */
const chunkOf = (node: Node | null | undefined) => {
  const text = elementOf(node)?.closest('[data-card-form] > *')
  const form = text?.closest<HTMLElement>('[data-card-form]')?.dataset.cardForm
  return text && form !== undefined ? { text, form } : undefined
}

/** Offers to make a card from selected text of a chunk. */
const offerCards = () => {
  let link: HTMLAnchorElement | null = null
  document.addEventListener('selectionchange', () => {
    // A swap of the chunks removes the link with the chunk that contains it.
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
    // Placed here, the link follows the chunk in tab order.
    if (link.parentElement !== chunk.text) chunk.text.append(link)
  })
}

offerCards()

// Makes this file a module.
export {}
