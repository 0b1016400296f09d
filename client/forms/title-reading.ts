import { onHtmx } from '../dom'

// Drops a reading of a new goal's title that comes while a field below is in use. The server reads the title again later.
onHtmx('before:swap', ({ sourceElement }, event) => {
  if (sourceElement.matches('#goal-reading:has(:focus)')) event.preventDefault()
})
