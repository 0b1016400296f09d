import { type Piece, pieces } from '../../functions/lib/search/marks'

export const Pieces = ({ of }: { of: Piece[] }) => (
  <>{of.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>
)

/** Text of a search result with its matches in `<mark>`. */
export const Marked = ({ text }: { text: string }) => (
  <bdi>
    <Pieces of={pieces(text)} />
  </bdi>
)
