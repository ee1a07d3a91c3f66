import type { RateHeaders } from './rate-headers.ts'

/** One request of ours: under way until it is answered. */
export interface Trip {
  readonly sentAt: number
  answeredAt: number | undefined
}

/** What a later process has to know of a group so as not to send too much. */
export interface Spent {
  limit: number
  windowMs: number
  /** When each request that counts was answered; milliseconds since 1970. */
  answered: number[]
}

/** How far a window is held longer than the service says: clocks drift and round. */
function marginOf(windowMs: number): number {
  return Math.max(2, windowMs / 500)
}

/**
 * The sliding window of one group, as the service must see it at worst. Somewhere between leaving and being answered a
 * request is counted there; so it counts here from leaving on, until a window has passed since its answer. Whatever
 * the latency, the service then never sees more than its limit. All times are those of one clock, in milliseconds.
 */
export function makeBudget({ limit, windowMs, answered: spent }: Spent) {
  const underWay = new Set<Trip>()
  /** In the order of their answers. */
  const answered: Trip[] = spent.map((at) => ({ sentAt: at, answeredAt: at }))
  /** What others used, at least, when it was heard. Newest last, and each less than the ones before it. */
  let others: { count: number; heardAt: number }[] = []
  let heardAt = -Infinity

  const lasts = () => windowMs + marginOf(windowMs)

  /** The first answered trip that still counts at `time`. */
  function firstAlive(time: number): number {
    let [low, high] = [0, answered.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (answered[middle]!.answeredAt! + lasts() > time) high = middle
      else low = middle + 1
    }
    return low
  }

  const ownAt = (time: number) => underWay.size + answered.length - firstAlive(time)
  const othersAt = (time: number) => others.find((heard) => heard.heardAt + lasts() > time)?.count ?? 0
  const usedAt = (time: number) => ownAt(time) + othersAt(time)

  /** Others may have used it all up: one request goes ahead to find out, and the rest waits for its answer. */
  const isBlind = (now: number, reserved: number) => now - heardAt > lasts() && underWay.size + reserved > 0

  function forgetOld(now: number): void {
    const [oldest] = underWay
    const old = firstAlive(oldest?.sentAt ?? now)
    // Only now and then, so that a very large limit costs no more than a small one.
    if (old * 2 > answered.length) answered.splice(0, old)
    others = others.filter((heard) => heard.heardAt + lasts() > now)
  }

  /** Of what the service counted, ours is at most what can have been there while this trip was under way. */
  function learnOthers(trip: Trip, counted: number, now: number): void {
    const count = counted - ownAt(trip.sentAt)
    if (count > 0) others = [...others.filter((heard) => heard.count > count), { count, heardAt: now }]
  }

  return {
    limit: () => limit,
    windowMs: () => windowMs,
    underWay: () => underWay.size,

    /** Whether one more may leave after `lead` besides `reserved` others that have not left yet. */
    admits: (now: number, reserved: number, lead = 0) =>
      !isBlind(now, reserved) && usedAt(now + lead) + reserved < limit,

    /** How many may leave now besides `reserved`, as far as is known. */
    free: (now: number, reserved: number) => Math.max(0, limit - usedAt(now) - reserved),

    /** When one more may leave besides `reserved`; undefined when that depends on what has not happened yet. */
    opensAt(now: number, reserved: number): number | undefined {
      if (isBlind(now, reserved)) return undefined
      const ends = [
        ...answered.slice(firstAlive(now)).map((trip) => trip.answeredAt! + lasts()),
        ...others.map((heard) => heard.heardAt + lasts()),
      ].sort((a, b) => a - b)
      return ends.find((end) => end > now && usedAt(end) + reserved < limit)
    },

    depart(now: number): Trip {
      const trip: Trip = { sentAt: now, answeredAt: undefined }
      underWay.add(trip)
      return trip
    },

    /** Learns from the answer to a trip that is not settled yet. */
    learn(trip: Trip, headers: RateHeaders | undefined, now: number): void {
      heardAt = now
      limit = headers?.limit ?? limit
      windowMs = headers?.windowMs ?? windowMs
      if (headers?.remaining !== undefined) learnOthers(trip, limit - headers.remaining, now)
    },

    /** It was refused, which uses nothing up. (What a 429 says of what remains is not to be relied on.) */
    refuse(trip: Trip, headers: RateHeaders | undefined): void {
      limit = headers?.limit ?? limit
      windowMs = headers?.windowMs ?? windowMs
      underWay.delete(trip)
    },

    /** It was answered, or never will be: it counts for a window more. */
    settle(trip: Trip, now: number): void {
      if (!underWay.delete(trip)) return
      trip.answeredAt = now
      answered.push(trip)
      forgetOld(now)
    },

    /** After a penalty nothing is known of what others did. */
    forgetOthers(): void {
      others = []
      heardAt = -Infinity
    },

    spent(now: number): Spent {
      return {
        limit,
        windowMs,
        answered: [
          ...answered.slice(firstAlive(now)).map((trip) => trip.answeredAt!),
          ...Array.from<number>({ length: underWay.size + othersAt(now) }).fill(now),
        ],
      }
    },
  }
}
