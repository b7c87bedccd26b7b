import DeviceKit
import Testing

@testable import IDCardReaders

struct `Whether the card that was read still lies there` {
  let number = "11010519491231002X"
  let other = "440524188001010014"

  @Test func `no card means nothing before one was seen, and no card after one was lifted`() {
    var presence = CardPresence()
    presence.notFound()
    #expect(presence.media == .unknown, "a card read by whoever came before may lie there")
    presence.found()
    #expect(presence.media == .present)
    presence.notFound()
    #expect(presence.media == .notPresent, "it was never read, so the module would find it")
  }

  @Test func `a module that hides a read card finds only a lifted one`() {
    var presence = CardPresence()
    presence.found()
    presence.read(number, foundAgain: false)
    presence.notFound()
    #expect(presence.media == .unknown, "80 is not 'no card' (A.7)")
    #expect(presence.mayBeHidden)
    presence.found()
    #expect(!presence.isStillThere(number), "found, so it was lifted and laid down again")
  }

  @Test func `a module that finds a read card again shows the lifting by finding none`() {
    var presence = CardPresence()
    presence.found()
    presence.read(number, foundAgain: true)
    presence.found()
    #expect(presence.isStillThere(number))
    presence.found()
    #expect(presence.isStillThere(number), "however often it is asked")
    #expect(!presence.isStillThere(other), "another card is another person's")
    presence.notFound()
    #expect(presence.media == .notPresent)
    presence.found()
    #expect(!presence.isStillThere(number))
  }

  @Test func `a module that was without power has forgotten, and the hall has not`() {
    var presence = CardPresence()
    presence.found()
    presence.read(number, foundAgain: false)
    presence.reopened()
    presence.found()
    #expect(presence.isStillThere(number), "it was found only because the module forgot it")
    presence.leftLying()
    presence.notFound()
    presence.found()
    #expect(!presence.isStillThere(number))
  }

  @Test func `a module that reads without a find tells which it is`() {
    var presence = CardPresence()
    presence.found()
    presence.read(number, foundAgain: false)
    presence.notFound()
    presence.looked(isThere: true)
    #expect(presence.media == .present && presence.mayBeHidden)
    presence.looked(isThere: false)
    #expect(presence.media == .notPresent && !presence.mayBeHidden)
  }
}

struct `Layouts of card texts` {
  @Test(arguments: CardLayout.all.indices)
  func `have fields that lie in the block and do not overlap`(index: Int) {
    var isTaken = [Bool](repeating: false, count: CardLayout.textLength)
    let letter = CardLayout.typeLetter
    for span in CardLayout.all[index].spans.values + [letter] {
      #expect(span.offset >= 0 && span.length.isMultiple(of: 2))
      #expect(span.offset + span.length <= CardLayout.textLength)
      for byte in span.offset..<(span.offset + span.length) {
        #expect(!isTaken[byte], "byte \(byte) twice")
        isTaken[byte] = true
      }
    }
  }

  @Test
  func `after another card was read the line's reopening is past, and a lifted card is found`() {
    var presence = CardPresence()
    presence.read("first", foundAgain: false)
    presence.reopened()
    presence.found()
    #expect(!presence.isStillThere("second"))
    presence.read("second", foundAgain: false)
    // Lifted and laid down again while nobody asked: the module finds it, so it was lifted.
    presence.found()
    #expect(!presence.isStillThere("second"))
  }
}
