extension Dispatcher {
  /// Runs one handler to its end and says what is to be sent.
  func perform(
    _ body: VarlinkService.Body, _ parameters: JSONObject, _ context: CallContext, _ sink: ReplySink
  ) async -> ServerConnection.Outcome {
    do {
      try await authorization?(context)
      switch body {
      case .immediate(let body): return performAtOnce(body, parameters, context)
      case .single(let body):
        let reply = try await body(parameters, context)
        return .reply(Answer(try checked(reply, replyTo: context.method)))
      case .stream(let body, _):
        try await body(parameters, context, sink)
        return .streamed
      }
    } catch is CancellationError where Task.isCancelled || context.wantsMore {
      return .streamed
    } catch {
      return reply(for: error, context).map { .reply($0) } ?? .unspeakable("\(error)")
    }
  }

  /// Runs a handler that does not wait.
  func performAtOnce(
    _ body: VarlinkService.ImmediateBody, _ parameters: JSONObject, _ context: CallContext
  ) -> ServerConnection.Outcome {
    do {
      let reply = try body(parameters, context)
      return .reply(Answer(try checked(reply, replyTo: context.method)))
    } catch {
      return reply(for: error, context).map { .reply($0) } ?? .unspeakable("\(error)")
    }
  }
}
