import Foundation

/// A server that takes the connection and the first words and then stops reading.
public final class Deaf: @unchecked Sendable {
  /// Where it listens, on 127.0.0.1.
  public let port: Int
  private let listener: Int32
  private let gate = DispatchSemaphore(value: 0)

  /// Begins to listen.
  public init() throws {
    (listener, port) = try MailServer.listen("127.0.0.1", backlog: 1)
    Thread.detachNewThread { [listener, gate] in
      let client = accept(listener, nil, nil)
      let talk = Conversation(socket: client)
      talk.say("220 hi")
      for answer in ["250 hi", "250 ok", "250 ok", "354 go"] {
        _ = talk.line()
        talk.say(answer)
      }
      gate.wait()
      close(client)
      close(listener)
    }
  }

  /// Ends it.
  public func stop() { gate.signal() }
}

/// A port whose queue is full: the system drops every further SYN.
public final class BlackHole {
  /// Where it listens, on 127.0.0.1.
  public let port: Int
  private let listener: Int32
  private var fillers: [Int32] = []

  /// Begins to listen.
  public init() throws {
    (listener, port) = try MailServer.listen("127.0.0.1", backlog: 0)
    for _ in 0..<4 {
      let filler = SocketAddress.stream("127.0.0.1")
      _ = fcntl(filler, F_SETFL, O_NONBLOCK)
      _ = SocketAddress.with("127.0.0.1", port: port) { connect(filler, $0, $1) }
      fillers.append(filler)
    }
  }

  /// Ends it.
  public func stop() { for socket in fillers + [listener] { close(socket) } }
}
