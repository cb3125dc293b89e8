from .forms import form as form
