using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Events;

/// <summary>Which events somebody looks for.</summary>
internal sealed record EventQuery
{
    private const int Usual = 50, Most = 500;

    public Guid? Camera { get; init; }

    public EventState? State { get; init; }

    public EventKind? Kind { get; init; }

    /// <summary>Those that are at least as grave.</summary>
    public EventSeverity? Severity { get; init; }

    /// <summary>Those that began at this time or later.</summary>
    public DateTime? From { get; init; }

    /// <summary>Those that began before this time.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Words of the reason, the description or the camera's name; of a search by meaning what is looked for, in English.</summary>
    public string? Text { get; init; }

    /// <summary>How many at most, 1 to 500.</summary>
    public int? Take { get; init; }

    internal int Count => Math.Clamp(Take ?? Usual, 1, Most);

    /// <summary>Finds them, newest first.</summary>
    public IQueryable<VadEvent> Of(VadDb db)
    {
        IQueryable<VadEvent> found = Unordered(db);
        foreach (string word in (Text ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8))
        {
#pragma warning disable CA1862, RCS1155, MA0011, CA1304, CA1311, CA1308 // translated to SQL
            found = found.Where(item => item.Reason.ToLower().Contains(word) || item.Description.ToLower().Contains(word) || item.CameraName.ToLower().Contains(word));
#pragma warning restore CA1862, RCS1155, MA0011, CA1304, CA1311, CA1308
        }

        return found.OrderByDescending(item => item.StartedAt).Take(Count);
    }

    /// <summary>All of them, whatever their words are.</summary>
    public IQueryable<VadEvent> Unordered(VadDb db)
    {
        IQueryable<VadEvent> found = db.Events.AsNoTracking();
        found = Camera is { } camera ? found.Where(item => item.CameraId == camera) : found;
        found = State is { } state ? found.Where(item => item.State == state) : found;
        found = Kind is { } kind ? found.Where(item => item.Kind == kind) : found;
        found = Severity is { } severity ? EventSeverities.AtLeast(found, severity) : found;
        found = From is { } from ? found.Where(item => item.StartedAt >= from) : found;
        return Before is { } before ? found.Where(item => item.StartedAt < before) : found;
    }
}
