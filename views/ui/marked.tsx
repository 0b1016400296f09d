import { type Piece, pieces } from '../../functions/lib/search/marks'

export const Pieces = ({ of }: { of: Piece[] }) => (
  <>{of.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>
)

/** Somebody's text as the search gives it, what matched marked. */
export const Marked = ({ text }: { text: string }) => (
  <bdi>
    <Pieces of={pieces(text)} />
  </bdi>
)
