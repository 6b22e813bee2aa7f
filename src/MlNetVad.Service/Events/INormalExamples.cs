using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>What happens when somebody says of an event that it is normal, or takes that back.</summary>
internal interface INormalExamples
{
    /// <summary>An event is normal.</summary>
    Task Add(VadEvent item, CancellationToken stop);

    /// <summary>It is not normal after all.</summary>
    Task Remove(VadEvent item, CancellationToken stop);
}

/// <summary>
/// Teaches the model nothing yet: that an event is normal stands in its row, with who said so and when, and its frames stay for a model
/// that can learn from them.
/// </summary>
internal sealed class RecordedOnly : INormalExamples
{
    public Task Add(VadEvent item, CancellationToken stop) => Task.CompletedTask;

    public Task Remove(VadEvent item, CancellationToken stop) => Task.CompletedTask;
}
