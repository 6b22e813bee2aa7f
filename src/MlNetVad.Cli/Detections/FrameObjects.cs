namespace MlNetVad.Cli.Detections;

/// <summary>An object of a frame.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="ClassId">Its id.</param>
/// <param name="Score">0 … 1.</param>
/// <param name="X">Left, pixels.</param>
/// <param name="Y">Top, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal sealed record FoundObject(string Class, int ClassId, float Score, float X, float Y, float Width, float Height);

/// <summary>The objects of a frame, or of a picture.</summary>
/// <param name="Name">The picture's file name, or the video's id.</param>
/// <param name="File">The picture's path; null for a frame of a video.</param>
/// <param name="Frame">0-based; null for a picture.</param>
/// <param name="Width">Of the frame, pixels.</param>
/// <param name="Height">Of the frame.</param>
/// <param name="Objects">By falling score.</param>
internal sealed record FrameObjects(string Name, string? File, long? Frame, int Width, int Height, IReadOnlyList<FoundObject> Objects);
