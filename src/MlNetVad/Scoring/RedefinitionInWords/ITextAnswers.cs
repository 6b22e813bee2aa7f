namespace MlNetVad.Scoring;

/// <summary>A part of a model that finds the things of which a text is true.</summary>
internal interface ITextAnswers : IRedefining;
