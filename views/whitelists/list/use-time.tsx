import { Duration } from '../../ui/figure'

export const UseTime = ({ seconds, href }: { seconds: number; href: string }) =>
  seconds > 0 ? (
    <a href={href} data-figure={seconds}>
      <Duration seconds={seconds} />
    </a>
  ) : null
