/** Smaller pieces are left to the garbage collector: they cost little, and their memory may be that of Buffer's pool. */
const BIG = 32 * 1024

/**
 * Gives the memory of a big answer back piece by piece, as soon as it was sent. The garbage collector comes for it only when some tens of
 * megabytes lie about. For the pieces of one answer, as they came from its connection and in the order in which they are written.
 */
export class SentPieces {
  private last: ArrayBufferLike | undefined

  /** What a write of `piece` is to call back. Nobody may look at a piece again once a later one was sent. */
  onSent(piece: Buffer): ((error?: Error | null) => void) | undefined {
    if (piece.length < BIG) return undefined
    const memory = piece.buffer
    return (error) => {
      // A connection that breaks calls back out of order.
      if (error) return
      // Several pieces may lie in the memory of one read: only when one of the next read was sent is it no longer needed.
      if (this.last !== memory && this.last instanceof ArrayBuffer) this.last.transfer(0)
      this.last = memory
    }
  }
}
