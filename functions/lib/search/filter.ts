import { z } from 'zod'
import { searchLimit } from '../list-view'
import { cleanText } from '../text'

/** Member `q` of the lists in the API. */
export const SearchFilter = z
  .string()
  .transform(cleanText)
  .pipe(z.string().max(searchLimit, `A search has at most ${searchLimit} characters`))
  .optional()
  .meta({ maxLength: searchLimit, description: 'Words and "phrases" in titles, notes and tags.' })
