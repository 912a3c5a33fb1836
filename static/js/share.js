const SHOWN_FOR = 2000; // ms

/** The Share button: copies the address, or shows it where the browser does not let a page copy. */
export class Share {
  #button;
  #listener;

  /**
   * @param {HTMLButtonElement} button
   * @param {function(): string} address gives the address to share
   * @param {function(string)} say reads a sentence aloud
   */
  constructor(button, address, say) {
    this.#button = button;
    this.#listener = () => this.#copy(address(), say);
    button.addEventListener("click", this.#listener);
  }

  destroy() {
    this.#button.removeEventListener("click", this.#listener);
  }

  async #copy(address, say) {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      window.prompt("Copy this address:", address);
      return;
    }
    this.#button.textContent = "Link copied";
    say("The address of this run is copied.");
    setTimeout(() => { this.#button.textContent = "Share"; }, SHOWN_FOR);
  }
}
