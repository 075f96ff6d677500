import { type SharedMemory, webAssembly } from "./web-assembly.ts";

const PAGE_BYTES = 65_536;

/** A small index lives in an ordinary buffer, so that hundreds of them cost nothing; from here on it moves to memory that a kernel can share. */
const SHARED_FROM_BYTES = 4 * 1024 * 1024;

/** Shared memory grows by so much at a time; pages that nothing has touched take no room. */
const GROWTH_PAGES = 256;

/** Reads beyond the end of what is handed out reach so far. */
const TOUCHED_BYTES = 128;

/** The first eight bytes stay unused, so that address 0 means "none". */
const FIRST_BYTES = 64;

/**
 * One address space for records, rows and the tables of a query, read through typed arrays and, where there is WebAssembly, by a kernel.
 * It only grows; growing replaces the views, so nobody keeps one across an allocation, unless it is made anew by `viewed`.
 */
export class LinearMemory {
  u8 = new Uint8Array();
  u16 = new Uint16Array();
  u32 = new Uint32Array();
  f64 = new Float64Array();
  readonly #viewers: (() => void)[] = [];
  #top = FIRST_BYTES;
  #shared: SharedMemory | undefined;

  constructor(isShared: boolean) {
    if (isShared && webAssembly !== undefined) this.#share(PAGE_BYTES);
    else this.#view(new ArrayBuffer(PAGE_BYTES));
  }

  /** The memory as a kernel imports it; undefined as long as it is small, or without WebAssembly. */
  get shared(): SharedMemory | undefined {
    return this.#shared;
  }

  /** Makes views of the memory, now and whenever growing has replaced it. */
  viewed(view: () => void): void {
    this.#viewers.push(view);
    view();
  }

  /** Bytes handed out. */
  get usedBytes(): number {
    return this.#top;
  }

  /** Zeroed bytes at an address that is a multiple of 64. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top = (address + bytes + 63) & ~63;
    if (this.#top < 0) throw new RangeError("the memory of an index ends at 2 GiB");
    // The kernel touches what follows a record, which may lie beyond everything.
    if (this.#top + TOUCHED_BYTES > this.u8.length) this.#grow(this.#top + TOUCHED_BYTES);
    return address;
  }

  #grow(bytes: number): void {
    if (this.#shared !== undefined) {
      const missing = Math.ceil((bytes - this.u8.length) / PAGE_BYTES);
      this.#shared.grow(Math.max(missing, GROWTH_PAGES));
      this.#view(this.#shared.buffer);
      return;
    }
    const old = this.u8;
    const larger = Math.max(old.length * 2, Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES);
    if (larger >= SHARED_FROM_BYTES && webAssembly !== undefined) this.#share(larger);
    else this.#view(new ArrayBuffer(larger));
    this.u8.set(old);
  }

  #share(bytes: number): void {
    if (webAssembly === undefined) return;
    this.#shared = new webAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
    this.#view(this.#shared.buffer);
  }

  #view(buffer: ArrayBuffer): void {
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
    for (const view of this.#viewers) view();
  }
}

/** An array that stands in a memory, where a kernel reads it. */
export class MemoryArray<View extends Int32Array | Float64Array> {
  readonly #memory: LinearMemory;
  readonly #type: ViewClass<View>;
  #length: number;
  #address: number;
  view!: View;

  /** Starts as zeros. */
  constructor(memory: LinearMemory, type: ViewClass<View>, length: number) {
    this.#memory = memory;
    this.#type = type;
    this.#length = length;
    this.#address = memory.allocate(length * type.BYTES_PER_ELEMENT);
    memory.viewed(() => this.#renew());
  }

  get address(): number {
    return this.#address;
  }

  /** Makes it longer, of zeros; what was in it is dropped. */
  enlarge(length: number): void {
    this.#address = this.#memory.allocate(length * this.#type.BYTES_PER_ELEMENT);
    this.#length = length;
    this.#renew();
  }

  #renew(): void {
    this.view = new this.#type(this.#memory.u8.buffer, this.#address, this.#length);
  }
}

interface ViewClass<View> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, address: number, length: number): View;
}
