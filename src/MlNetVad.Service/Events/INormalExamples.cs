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
