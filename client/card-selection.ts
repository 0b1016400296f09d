/** Characters of a selection that go into the address of the form. */
const longest = 2_000

/** Milliseconds. A tap on the link ends the selection before it counts as a click. */
const hideAfter = 400

let hiding: ReturnType<typeof setTimeout> | undefined

const chunkOf = (node: Node | null | undefined) =>
  (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-card-form]')

/** Offers a card from text that is selected in a chunk. */
export const offerCards = () => {
  document.addEventListener('selectionchange', () => {
    const link = document.querySelector<HTMLAnchorElement>('#make-card')
    if (!link) return
    const selection = getSelection()
    const text = selection?.toString().trim() ?? ''
    const form = chunkOf(selection?.anchorNode)?.dataset.cardForm
    clearTimeout(hiding)
    if (form === undefined || text === '') {
      hiding = setTimeout(() => {
        link.hidden = true
      }, hideAfter)
      return
    }
    link.href = `${form}&${new URLSearchParams({ answer: text.slice(0, longest) })}`
    link.hidden = false
  })
}
