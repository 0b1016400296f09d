import { type MarkedPiece, splitMarks } from '../../functions/lib/search/marks'

export const Pieces = ({ of }: { of: MarkedPiece[] }) => (
  <>{of.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>
)

/** Text of a search result with its matches in `<mark>`. */
export const MarkedText = ({ text }: { text: string }) => (
  <bdi>
    <Pieces of={splitMarks(text)} />
  </bdi>
)
