import { duration, exactDuration, isoDuration } from '../../../functions/lib/format'

export const UseTime = ({ seconds }: { seconds: number }) =>
  seconds > 0 ? (
    <time datetime={isoDuration(seconds)} title={exactDuration(seconds)}>
      {duration(seconds)}
    </time>
  ) : null
